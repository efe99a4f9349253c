// `bench-dcql.mjs FILE`: how long npm `dcql` and our module in wasm take in Node to find what of ten thousand credentials answers a query, in
// turns; a JSON object a line, as `cargo xtask bench` reads it. Before that, query and credentials are written to the file, for
// `card-bridge/examples/dcql_bench.rs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DcqlQuery } from 'dcql';

const CREDENTIALS = 10_000;
const TYPES = 50;
/** How many turns there are. */
const TURNS = 5;
/** How long ours is measured in each, in milliseconds; once takes theirs longer than that. */
const TURN = 200;

const file = process.argv[2];
const output = process.env.HAILSTONE_OUTPUT;
if (!file || !output) throw new Error('a file, and HAILSTONE_OUTPUT: run `cargo xtask bench release`');

const credentials = Array.from({ length: CREDENTIALS }, (_, place) => ({
  vct: `https://issuer.example/type/${place % TYPES}`,
  claims: {
    given_name: `name ${place}`,
    family_name: `family ${place % 97}`,
    birthdate: `19${String(place % 100).padStart(2, '0')}-01-01`,
    address: {
      locality: `town ${place % 31}`,
      country: place % 3 === 0 ? 'AT' : 'DE',
      postal_code: String(place),
    },
    nationalities: ['AT', place % 2 === 0 ? 'DE' : 'IE'],
    degrees: [{ type: 'Bachelor' }, { type: place % 5 === 0 ? 'Doctor' : 'Master' }],
    age_over_18: true,
    number: place,
  },
}));

const query = {
  credentials: [
    {
      id: 'one',
      format: 'dc+sd-jwt',
      meta: { vct_values: ['https://issuer.example/type/7'] },
      multiple: true,
      claims: [
        { id: 'name', path: ['given_name'] },
        { id: 'country', path: ['address', 'country'], values: ['AT'] },
        { id: 'degree', path: ['degrees', null, 'type'], values: ['Doctor', 'Master'] },
        { id: 'age', path: ['age_over_18'], values: [true] },
      ],
      claim_sets: [
        ['name', 'country', 'degree'],
        ['country', 'age'],
      ],
    },
  ],
};

const data = JSON.stringify({ query, credentials });
writeFileSync(file, data);

const path = join(output, 'wasm/testkit/hailstone_wasm');
const module = await import(pathToFileURL(`${path}.js`));
module.initSync({ module: readFileSync(`${path}_bg.wasm`) });
const ours = module.Queries.make(data);

const parsed = DcqlQuery.parse(query);
DcqlQuery.validate(parsed);
const wallet = credentials.map((one) => ({
  credential_format: 'dc+sd-jwt',
  cryptographic_holder_binding: true,
  ...one,
}));
const theirs = () => DcqlQuery.query(parsed, wallet);

const found = theirs().credential_matches.one.valid_credentials.length;
if (found === 0 || ours.scan() !== found || ours.indexed() !== found)
  throw new Error('the two do not find the same, or nothing');

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The median time of a task in microseconds. */
function timeOf(task, least) {
  const times = [];
  const begin = performance.now();
  do {
    const start = performance.now();
    task();
    times.push((performance.now() - start) * 1000);
  } while (performance.now() - begin < TURN || times.length < least);
  return median(times);
}

const times = { scan: [], indexed: [], dcql: [] };
for (let turn = 0; turn < TURNS; turn++) {
  times.scan.push(timeOf(() => ours.scan(), 5));
  times.indexed.push(timeOf(() => ours.indexed(), 5));
  times.dcql.push(timeOf(theirs, 1));
}
const peer_value = median(times.dcql);
for (const task of ['scan', 'indexed'])
  console.log(
    JSON.stringify({
      name: `wasm dcql ${CREDENTIALS} ${task}`,
      value: median(times[task]),
      unit: 'µs',
      peer: 'npm dcql',
      peer_value,
    }),
  );
