import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { ALERT_SETTING_SUBJECT, ALERT_SUBJECT, decodeAlerts } from '@weir/model';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';

/** What changed about alerts. */
export interface AlertsTold {
  /** Ids of alerts and incidents that began, changed or ended. */
  readonly alerts: readonly string[];
  readonly incidents: readonly string[];
  /** Whether rules, channels, times of quiet or annotations were changed. */
  readonly areSettings: boolean;
}

export type AlertListener = (told: AlertsTold) => void;

const SETTINGS: AlertsTold = { alerts: [], incidents: [], areSettings: true };

/** Hears from whoever runs the rules which alerts changed, and tells all processes that somebody changed a setting. */
@Injectable()
export class AlertFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners: AlertListener[] = [];
  private connection: NatsConnection | null = null;
  private subscriptions: Subscription[] = [];
  private stopped = false;

  constructor(@Inject(NATS_CONNECTION) private readonly nats: NatsLink) {}

  onApplicationBootstrap(): void {
    void this.nats.connected().then((connection) => this.hear(connection));
  }

  onModuleDestroy(): void {
    this.stopped = true;
    for (const subscription of this.subscriptions) subscription.unsubscribe();
  }

  /** Tells it from now on. */
  listen(listener: AlertListener): void {
    this.listeners.push(listener);
  }

  /** Says to all processes, this one too, that a setting was changed, or that something is asked of the owner of alerts. */
  tellSetting(): void {
    this.connection?.publish(ALERT_SETTING_SUBJECT);
  }

  private hear(connection: NatsConnection | null): void {
    if (!connection || this.stopped) return;
    this.connection = connection;
    const told = connection.subscribe(ALERT_SUBJECT, {
      callback: (error, message) => {
        const decoded = error ? null : decodeAlerts(message.data);
        if (decoded?.ok) this.tell({ ...decoded.value, areSettings: false });
      },
    });
    const settings = connection.subscribe(ALERT_SETTING_SUBJECT, {
      callback: (error) => {
        if (!error) this.tell(SETTINGS);
      },
    });
    this.subscriptions = [told, settings];
  }

  private tell(told: AlertsTold): void {
    for (const listener of this.listeners) listener(told);
  }
}
