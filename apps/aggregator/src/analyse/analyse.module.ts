import { Global, Module } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { CONFIG, type Config } from '../config/config.js';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import { NATS_CONNECTION, type NatsLink } from '../nats/nats-link.js';
import { StoreSetup } from '../store/store-setup.js';
import { Ownership } from './ownership.js';
import { AnalysisService } from './runner/analysis.service.js';

function createOwnership(config: Config, setup: StoreSetup, link: NatsLink, registry: Registry): Ownership {
  const ownership = new Ownership(config.databaseUrl, config.analysePartitions, [setup, link]);
  new Gauge({
    name: 'weir_analyse_partitions_owned',
    help: 'Partitions of the role analyse that this process owns.',
    registers: [registry],
    collect() {
      this.set(ownership.owned.length);
    },
  });
  return ownership;
}

/** The role `analyse`: what exactly one process does, for each partition of the hosts. */
@Global()
@Module({
  providers: [
    {
      provide: Ownership,
      inject: [CONFIG, StoreSetup, NATS_CONNECTION, METRICS_REGISTRY],
      useFactory: createOwnership,
    },
    AnalysisService,
  ],
  exports: [Ownership],
})
export class AnalyseModule {}
