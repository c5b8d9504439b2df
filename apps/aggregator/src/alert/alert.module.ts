import { Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { Counter, type Registry } from 'prom-client';
import { CONFIG, type Config } from '../config/config.js';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import { NATS_CONNECTION, type NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { AddressGuard } from './channel/address-guard.js';
import { AlertService } from './run/alert.service.js';
import { OutboxSender } from './run/outbox-sender.js';

/** A server that takes longer is tried again later. */
const SEND_TIMEOUT_MS = 10_000;

function createSender(config: Config, pool: Pool, setup: StoreSetup, link: NatsLink, registry: Registry): OutboxSender {
  const tried = new Counter({
    name: 'weir_alert_messages_total',
    help: 'Tries to send a message, by what came of it: sent, failed, or refused for good.',
    labelNames: ['result'],
    registers: [registry],
  });
  const way = { guard: new AddressGuard(config.alertAllowedAddresses), timeoutMs: SEND_TIMEOUT_MS };
  return new OutboxSender({
    ...{ pool, setup, link, keys: config.secretKeys, way },
    onTried: (delivery) => tried.inc({ result: delivery.ok ? 'sent' : delivery.mayRetry ? 'failed' : 'refused' }),
  });
}

/** What the role `analyse` does about alerts: the owner of partition 0 runs the rules, each process sends. */
@Module({
  providers: [
    AlertService,
    {
      provide: OutboxSender,
      inject: [CONFIG, DATABASE, StoreSetup, NATS_CONNECTION, METRICS_REGISTRY],
      useFactory: createSender,
    },
  ],
})
export class AlertModule {}
