import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const FOLDER = '/srv/tls';

describe('how the HTTP server is reached', () => {
  const read = (env: Record<string, string>): unknown => {
    const config = readConfig({ WEIR_DATABASE_URL: 'postgresql://weir:secret@db/weir', ...env });
    return config.ok ? [config.config.tls, config.config.tlsFolder] : config.faults;
  };

  it.each([
    ['127.0.0.1', {}, [null, null]],
    ['::1', { WEIR_PLAIN_HTTP: 'true' }, [null, null]],
    ['localhost', { WEIR_TLS_FOLDER: FOLDER }, [null, FOLDER]],
    ['0.0.0.0', { WEIR_TLS_FOLDER: FOLDER }, [null, FOLDER]],
    ['0.0.0.0', { WEIR_PLAIN_HTTP: 'true' }, [null, null]],
    ['10.0.0.5', { WEIR_TLS_FOLDER: FOLDER, WEIR_PLAIN_HTTP: 'true' }, [null, null]],
  ])('at %s with %j', (WEIR_HTTP_HOST, env, expected) => {
    expect(read({ WEIR_HTTP_HOST, ...env })).toEqual(expected);
  });

  it.each(['0.0.0.0', '::', '10.0.0.5', 'weir.example'])('is not left open: %s is refused without a word', (host) => {
    expect(read({ WEIR_HTTP_HOST: host })).toEqual([
      expect.stringMatching(
        /^WEIR_TLS_FOLDER must be set .*WEIR_TLS_CERT_FILE and WEIR_TLS_KEY_FILE .*WEIR_PLAIN_HTTP=true$/,
      ),
    ]);
  });

  it('is not said twice', () => {
    const pair = { WEIR_TLS_CERT_FILE: '/srv/cert.pem', WEIR_TLS_KEY_FILE: '/srv/key.pem' };
    const remedy = 'WEIR_PLAIN_HTTP must be false where there is a certificate (WEIR_TLS_CERT_FILE)';
    expect(read({ ...pair, WEIR_PLAIN_HTTP: 'true' })).toEqual([remedy]);
    expect(read({ WEIR_PLAIN_HTTP: 'yes', WEIR_HTTP_HOST: '0.0.0.0' })).toEqual([
      'WEIR_PLAIN_HTTP must be true or false',
    ]);
  });
});
