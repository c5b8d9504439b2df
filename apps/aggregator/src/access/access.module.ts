import { Global, Module, type Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE, READERS } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { Accounts } from './accounts.js';
import { AuditLog } from './audit-log.js';
import { Credentials } from './credentials.js';
import { Sessions } from './sessions.js';
import { SetUp } from './set-up.js';
import { SignIn } from './sign-in.js';
import { Throttle } from './throttle.js';
import { Tidying } from './tidying.js';
import { Tokens } from './tokens.js';

const PROVIDERS: Provider[] = [
  // Who floods us with secrets must not hold up what is stored.
  {
    provide: Credentials,
    inject: [READERS, DATABASE],
    useFactory: (readers: Pool, pool: Pool) => new Credentials(readers, pool),
  },
  { provide: AuditLog, inject: [DATABASE], useFactory: (pool: Pool) => new AuditLog(pool) },
  { provide: Throttle, inject: [DATABASE], useFactory: (pool: Pool) => new Throttle(pool) },
  {
    provide: Sessions,
    inject: [DATABASE, Credentials],
    useFactory: (pool: Pool, credentials: Credentials) => new Sessions(pool, credentials),
  },
  {
    provide: SetUp,
    inject: [DATABASE, Credentials],
    useFactory: (pool: Pool, credentials: Credentials) => new SetUp(pool, credentials),
  },
  {
    provide: SignIn,
    inject: [DATABASE, Throttle, Sessions, AuditLog],
    useFactory: (pool: Pool, throttle: Throttle, sessions: Sessions, audit: AuditLog) =>
      new SignIn(pool, throttle, sessions, audit),
  },
  {
    provide: Accounts,
    inject: [DATABASE, Credentials, Throttle],
    useFactory: (pool: Pool, credentials: Credentials, throttle: Throttle) => new Accounts(pool, credentials, throttle),
  },
  {
    provide: Tokens,
    inject: [DATABASE, Credentials],
    useFactory: (pool: Pool, credentials: Credentials) => new Tokens(pool, credentials),
  },
  {
    provide: Tidying,
    inject: [DATABASE, StoreSetup],
    useFactory: (pool: Pool, setup: StoreSetup) => new Tidying(pool, setup),
  },
];

/** Who is signed in, what they may, and what they did: the same for every role of the process. */
@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS.flatMap((each) => ('provide' in each ? [each.provide] : [])) })
export class AccessModule {}
