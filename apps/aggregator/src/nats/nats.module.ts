import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { NATS_CONNECTION, NatsLink } from './nats-link.js';

/** One connection to NATS for all roles of the process, closed after everyone has stopped using it. */
@Global()
@Module({
  providers: [
    {
      provide: NATS_CONNECTION,
      inject: [CONFIG],
      useFactory: (config: Config) => new NatsLink(config.nats, `weir-aggregator-${[...config.roles].join('-')}`),
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
