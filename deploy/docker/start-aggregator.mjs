// Starts the aggregator with secrets out of files, as Docker and Compose hand them to containers: WEIR_DATABASE_PASSWORD_FILE has
// the password of WEIR_DATABASE_URL, WEIR_SECRET_KEYS_FILE the value of WEIR_SECRET_KEYS, WEIR_OIDC_CLIENT_SECRET_FILE that of
// WEIR_OIDC_CLIENT_SECRET.
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Undefined where the variable is not set. */
function secretOf(name) {
  const path = process.env[name]?.trim();
  // The aggregator warns of what is no setting of its own.
  Reflect.deleteProperty(process.env, name);
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    process.stderr.write(`weir aggregator: ${name} must name a file that can be read (${error.code})\n`);
    process.exit(1);
  }
}

const password = secretOf('WEIR_DATABASE_PASSWORD_FILE');
// What is no address is refused by the aggregator, which knows how to say so.
if (password !== undefined && URL.canParse(process.env.WEIR_DATABASE_URL)) {
  const url = new URL(process.env.WEIR_DATABASE_URL);
  url.password = encodeURIComponent(password);
  process.env.WEIR_DATABASE_URL = url.href;
}
for (const name of ['WEIR_SECRET_KEYS', 'WEIR_OIDC_CLIENT_SECRET']) {
  const secret = secretOf(`${name}_FILE`);
  if (secret !== undefined) process.env[name] = secret;
}

await import('../../apps/aggregator/dist/main.js');
