// What npm `dcql` makes of a query and a wallet: one JSON document a line in, one out.
import { createInterface } from 'node:readline';
import { DcqlQuery } from 'dcql';

/** The wallet's credential as `dcql` wants it. */
function credential({ vct, claims, authority, holder_binding }) {
  return {
    credential_format: 'dc+sd-jwt',
    vct,
    claims,
    cryptographic_holder_binding: holder_binding,
    ...(authority === null ? {} : { authority: { type: 'aki', values: [authority] } }),
  };
}

function evaluate({ query, credentials }) {
  let parsed;
  try {
    parsed = DcqlQuery.parse(query);
    DcqlQuery.validate(parsed);
  } catch (error) {
    return { refused: String(error.message) };
  }
  const result = DcqlQuery.query(parsed, credentials.map(credential));
  const matches = parsed.credentials.map(({ id }) =>
    (result.credential_matches[id].valid_credentials ?? []).map((found) => ({
      credential: found.input_credential_index,
      sets: found.claims.valid_claim_sets.map((set) => set.claim_set_index ?? 0),
    })),
  );
  const options = result.credential_sets?.map((set) =>
    (set.matching_options ?? []).map((option) => set.options.indexOf(option)),
  );
  const satisfied = result.can_be_satisfied;
  return { satisfied, matches, options: options ?? [satisfied ? [0] : []] };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(evaluate(JSON.parse(line)))}\n`);
}
