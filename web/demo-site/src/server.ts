import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { createSite, type LogLine } from './site.js';

const USAGE = `Usage: node dist/server.js [--port N] [--origin URL] [--json-log]

  --port N      listen on this port of 127.0.0.1; a free one when left out
  --origin URL  also answer under this origin, for use behind a proxy
  --json-log    print each answer as one JSON line, with the data and the tokens in it
`;

function parse() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        origin: { type: 'string' },
        'json-log': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error('--port is a number up to 65535');
    const origin = values.origin === undefined ? undefined : new URL(values.origin).origin;
    return { port, origin, log: values['json-log'] === true, help: values.help === true };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'unreadable options'}\n\n${USAGE}`);
    process.exit(2);
  }
}

const args = parse();
if (args.help) {
  console.log(USAGE);
  process.exit(0);
}

const server = createServer();
server.listen(args.port, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : args.port;
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  if (args.origin !== undefined) origins.push(args.origin);
  const log = args.log ? (line: LogLine) => console.log(JSON.stringify(line)) : () => {};
  server.on('request', createSite({ origins, log }));
  console.log(`listening http://localhost:${port}`);
});
server.on('error', (error) => {
  console.error(`The port cannot be used: ${error.message}. Choose another with --port.`);
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
