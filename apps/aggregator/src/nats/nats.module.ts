import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { aggregatorAccess, NATS_CONNECTION, NatsLink } from './nats-link.js';

/** One connection to NATS for all roles of the process, closed after everyone has stopped using it. */
@Global()
@Module({
  providers: [
    {
      provide: NATS_CONNECTION,
      inject: [CONFIG],
      useFactory: ({ nats, natsKeys, roles }: Config) =>
        new NatsLink(nats, `weir-aggregator-${[...roles].join('-')}`, aggregatorAccess(natsKeys)),
    },
  ],
  exports: [NATS_CONNECTION],
})
export class NatsModule implements OnApplicationShutdown {
  constructor(@Inject(NATS_CONNECTION) private readonly link: NatsLink) {}

  async onApplicationShutdown(): Promise<void> {
    await this.link.close();
  }
}
