import { Module } from '@nestjs/common';
import { AuditLog } from '../access/audit-log.js';
import { Credentials } from '../access/credentials.js';
import { CONFIG, type Config } from '../config/config.js';
import { Identity } from './guard/identity.js';
import { PageOrigins } from './page-origins.js';
import { Proxies } from './proxies.js';

/** Whom a request is of, the same for HTTP and WebSockets. */
@Module({
  providers: [
    { provide: Proxies, inject: [CONFIG], useFactory: ({ trustedProxies }: Config) => new Proxies(trustedProxies) },
    {
      provide: PageOrigins,
      inject: [CONFIG, Proxies, AuditLog],
      useFactory: (config: Config, proxies: Proxies, audit: AuditLog) => new PageOrigins(config, proxies, audit),
    },
    {
      provide: Identity,
      inject: [CONFIG, Credentials, Proxies],
      useFactory: (config: Config, credentials: Credentials, proxies: Proxies) =>
        new Identity(config, credentials, proxies),
    },
  ],
  exports: [Identity, Proxies, PageOrigins],
})
export class PageOriginsModule {}
