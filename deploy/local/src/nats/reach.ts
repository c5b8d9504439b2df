import { connect, errors, type NatsConnection } from '@nats-io/transport-node';

const VARIABLE = 'WEIR_NATS_URL';
const WITHIN_MS = 5_000;

/** Why the NATS server that WEIR_NATS_URL names is of no use, with the remedy and without the value, which may be secret. */
export async function natsFault(address: string): Promise<string | undefined> {
  const urls = address.split(',').map((part) => part.trim());
  if (!urls.every(isNatsUrl))
    return `${VARIABLE} must be nats://host:port or tls://host:port, several separated by commas.`;
  try {
    const connection = await connectOnce(urls.map((url) => new URL(url)));
    const { jetstream } = connection.info ?? {};
    await connection.close();
    return jetstream ? undefined : `The NATS server of ${VARIABLE} has no JetStream: start it with -js.`;
  } catch (error) {
    return error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError
      ? `The NATS server of ${VARIABLE} refuses the user or the password: correct them, encoded as in URLs.`
      : `The NATS server of ${VARIABLE} cannot be reached: start it, or correct its address; leave ${VARIABLE} out and weir runs one.`;
  }
}

function isNatsUrl(text: string): boolean {
  if (/%(?![0-9a-f]{2})/i.test(text)) return false;
  return URL.canParse(text) && /^(nats|tls):$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}

function connectOnce(urls: readonly URL[]): Promise<NatsConnection> {
  const { username = '', password = '' } = urls[0] ?? {};
  return connect({
    servers: urls.map(({ protocol, host }) => `${protocol}//${host}`),
    ...(username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(urls.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
    name: 'weir start',
    timeout: WITHIN_MS,
    reconnect: false,
  });
}
