// What Docker asks now and then whether a container is well: node healthcheck.mjs agent|aggregator [alive]
// Without `alive`: the agent counts and its spool can be written; the aggregator has its database and NATS. With it, only what a
// restart can mend, for those who restart what is not well.
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import process from 'node:process';

const TIMEOUT_MS = 4_000;
const EVERYWHERE = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Where each listens, by its own settings. */
function listener(program, env) {
  if (program === 'agent') return { host: env.WEIR_METRICS_HOST, port: env.WEIR_METRICS_PORT };
  const tls = Boolean(env.WEIR_TLS_CERT_FILE || (env.WEIR_TLS_FOLDER && env.WEIR_PLAIN_HTTP !== 'true'));
  return { host: env.WEIR_HTTP_HOST, port: env.WEIR_HTTP_PORT, tls };
}

function ask({ host = '127.0.0.1', port, tls }, path) {
  const request = tls ? tlsRequest : plainRequest;
  // The certificate is for the name that people use.
  const options = { host: EVERYWHERE[host] ?? host, port, path, timeout: TIMEOUT_MS, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const asked = request(options, resolve).once('error', reject);
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`))).end();
  });
}

const [program, what] = process.argv.slice(2);
const path = what === 'alive' ? '/livez' : program === 'agent' ? '/healthz' : '/readyz';
try {
  const response = await ask(listener(program, process.env), path);
  process.exitCode = response.statusCode === 200 ? 0 : 1;
  // `docker inspect` shows it.
  response.pipe(process.stdout);
} catch (error) {
  process.stdout.write(`${error.message}\n`);
  process.exitCode = 1;
}
