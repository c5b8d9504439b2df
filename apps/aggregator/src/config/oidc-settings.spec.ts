import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const MINIMUM = { WEIR_DATABASE_URL: 'postgresql://weir:secret@db/weir' };
const WHOLE = {
  ...MINIMUM,
  WEIR_PUBLIC_URL: 'https://weir.example',
  WEIR_OIDC_ISSUER: 'https://login.example/realms/us',
  WEIR_OIDC_CLIENT_ID: 'weir',
  WEIR_OIDC_CLIENT_SECRET: 'hunter2',
  WEIR_OIDC_ROLES: 'ops=operator',
};

describe('settings of OpenID Connect', () => {
  const faultsOf = (more: Readonly<Record<string, string>>): readonly string[] => {
    const read = readConfig({ ...WHOLE, ...more });
    return read.ok ? [] : read.faults;
  };

  it('are none unless asked for', () => {
    expect(readConfig(MINIMUM)).toMatchObject({ ok: true, config: { oidc: null } });
  });

  it('are read as a whole', () => {
    expect(readConfig(WHOLE)).toMatchObject({
      ok: true,
      config: {
        oidc: {
          issuer: 'https://login.example/realms/us',
          clientId: 'weir',
          clientSecret: 'hunter2',
          name: 'OpenID Connect',
          groupsClaim: 'groups',
          roles: [{ group: 'ops', role: 'operator' }],
        },
      },
    });
  });

  it('give groups their roles, whatever is in their names', () => {
    const roles = 'CN%3Dops%2COU%3Dx = admin, Ärzte=viewer,*=viewer,%2A=operator';
    expect(readConfig({ ...WHOLE, WEIR_OIDC_ROLES: roles })).toMatchObject({
      config: {
        oidc: {
          roles: [
            { group: 'CN=ops,OU=x', role: 'admin' },
            { group: 'Ärzte', role: 'viewer' },
            { group: null, role: 'viewer' },
            { group: '*', role: 'operator' },
          ],
        },
      },
    });
  });

  it.each([
    ...['ops', 'ops=root', '=admin', 'ops=admin=viewer', 'CN=ops,OU=x=admin', 'ops=admin,ops=viewer', 'a%=viewer', ','],
  ])('refuse roles that could be read in two ways: %s', (WEIR_OIDC_ROLES) => {
    expect(faultsOf({ WEIR_OIDC_ROLES })).toEqual([
      'WEIR_OIDC_ROLES must be group=role, separated by commas, each role one of viewer, operator, admin',
    ]);
  });

  it.each(['http://login.example', 'login.example', 'https://a@login.example', 'https://login.example/?x', 'ldap://x'])(
    'refuse an issuer that nobody can trust: %s',
    (WEIR_OIDC_ISSUER) => {
      expect(faultsOf({ WEIR_OIDC_ISSUER })).toEqual([expect.stringMatching(/^WEIR_OIDC_ISSUER must be the address/)]);
    },
  );

  it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000', 'https://login.example/'])(
    'take %s',
    (WEIR_OIDC_ISSUER) => {
      expect(readConfig({ ...WHOLE, WEIR_OIDC_ISSUER })).toMatchObject({
        config: { oidc: { issuer: WEIR_OIDC_ISSUER } },
      });
    },
  );

  it('name what is missing, and no secret', () => {
    const missing = 'must be set too where people are to sign in by OpenID Connect';
    expect(faultsOf({ WEIR_PUBLIC_URL: '', WEIR_OIDC_ROLES: '' })).toEqual([
      `WEIR_OIDC_ROLES ${missing}`,
      `WEIR_PUBLIC_URL ${missing}`,
    ]);
    const read = readConfig({ ...MINIMUM, WEIR_OIDC_CLIENT_SECRET: 'hunter2' });
    expect(read.ok ? [] : read.faults).toEqual([
      `WEIR_OIDC_ISSUER ${missing}`,
      `WEIR_OIDC_CLIENT_ID ${missing}`,
      `WEIR_OIDC_ROLES ${missing}`,
      `WEIR_PUBLIC_URL ${missing}`,
    ]);
    expect(faultsOf({ WEIR_OIDC_ISSUER: 'x', WEIR_OIDC_CLIENT_ID: '' })).toEqual([
      expect.stringMatching(/^WEIR_OIDC_ISSUER must be the address/),
      `WEIR_OIDC_CLIENT_ID ${missing}`,
    ]);
  });
});
