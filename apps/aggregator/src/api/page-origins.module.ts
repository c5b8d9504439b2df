import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { PageOrigins } from './page-origins.js';
import { Proxies } from './proxies.js';

/** Whom a request is of, the same for HTTP and WebSockets. */
@Module({
  providers: [
    { provide: Proxies, inject: [CONFIG], useFactory: ({ trustedProxies }: Config) => new Proxies(trustedProxies) },
    {
      provide: PageOrigins,
      inject: [CONFIG, Proxies],
      useFactory: (config: Config, proxies: Proxies) => new PageOrigins(config, proxies),
    },
  ],
  exports: [Proxies, PageOrigins],
})
export class PageOriginsModule {}
