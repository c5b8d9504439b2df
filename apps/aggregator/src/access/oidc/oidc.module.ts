import { Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../../config/config.js';
import { DATABASE } from '../../store/database.js';
import { AuditLog } from '../audit-log.js';
import { Credentials } from '../credentials.js';
import { Sessions } from '../sessions.js';
import { Throttle } from '../throttle.js';
import { OidcClient } from './client.js';
import { OidcSignIn } from './oidc-sign-in.js';

/** Signing in by OpenID Connect, where a provider is configured; else `OidcSignIn` is null. */
@Module({
  providers: [
    {
      provide: OidcSignIn,
      inject: [CONFIG, DATABASE, Credentials, Sessions, Throttle, AuditLog],
      useFactory: (
        { oidc, publicUrl }: Config,
        ...[pool, credentials, sessions, throttle, audit]: [Pool, Credentials, Sessions, Throttle, AuditLog]
      ): OidcSignIn | null => {
        if (!oidc || publicUrl === null) return null;
        const parts = { pool, credentials, sessions, throttle, audit };
        return new OidcSignIn(oidc, new OidcClient(oidc, publicUrl), parts);
      },
    },
  ],
  exports: [OidcSignIn],
})
export class OidcModule {}
