import { registerEnumType } from '@nestjs/graphql';

/** What one may do; each may what those before it may. */
export const RoleEnum = { VIEWER: 'viewer', OPERATOR: 'operator', ADMIN: 'admin' } as const;
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What one may do; each may what those before it may.',
  valuesMap: {
    VIEWER: { description: 'Reads, within the scope.' },
    OPERATOR: { description: 'Acknowledges, silences, writes notes and labels, judges patterns.' },
    ADMIN: { description: 'Everything: rules, channels, retention, users, hosts that join.' },
  },
});

export const CallerKindEnum = {
  SESSION: 'session',
  TOKEN: 'token',
  LOCAL: 'local',
  ANONYMOUS: 'anonymous',
} as const;
registerEnumType(CallerKindEnum, {
  name: 'CallerKind',
  description: 'By what somebody is let in.',
  valuesMap: {
    SESSION: { description: 'Signed in in a browser.' },
    TOKEN: { description: 'By an API token.' },
    LOCAL: { description: 'At the machine that weir runs on, where `WEIR_LOCAL_SIGN_IN` allows it.' },
    ANONYMOUS: { description: 'Not signed in, where `WEIR_ANONYMOUS_READ` lets everybody read.' },
  },
});

export const SignInWayEnum = { PASSWORD: 'password', OIDC: 'oidc' } as const;
registerEnumType(SignInWayEnum, {
  name: 'SignInWay',
  description: 'How a user signs in.',
  valuesMap: {
    PASSWORD: { description: 'By a password that weir keeps.' },
    OIDC: { description: 'By a provider of OpenID Connect, who says what role it has too.' },
  },
});

export const AuditOutcomeEnum = { OK: 'ok', DENIED: 'denied', FAILED: 'failed' } as const;
registerEnumType(AuditOutcomeEnum, {
  name: 'AuditOutcome',
  description: 'What came of what somebody did.',
  valuesMap: {
    OK: { description: 'It was done.' },
    DENIED: { description: 'They were not let do it.' },
    FAILED: { description: 'They might, and it was not done.' },
  },
});
