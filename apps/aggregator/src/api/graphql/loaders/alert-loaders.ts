import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { ListedAlert, ListedIncident } from '../../../query/alerts/alert.js';
import { AlertRepository } from '../../../query/alerts/alerts.js';
import { type Delivery, DeliveryRepository } from '../../../query/alerts/deliveries.js';
import { type IncidentFacts, IncidentRepository } from '../../../query/alerts/incidents.js';
import { type ListedQuiet, QuietRepository } from '../../../query/alerts/quiet.js';
import { type ListedRule, RuleRepository } from '../../../query/alerts/rules.js';

/** Loads what belongs to alerts and incidents, of all parents of a level at once. */
export interface AlertLoaders {
  readonly alert: DataLoader<string, ListedAlert | null>;
  readonly rule: DataLoader<string, ListedRule | null>;
  /** A silence or a maintenance window. */
  readonly quiet: DataLoader<string, ListedQuiet | null>;
  readonly incident: DataLoader<string, ListedIncident | null>;
  readonly factsOfIncident: DataLoader<string, IncidentFacts | null>;
  readonly alertsOfIncident: (first: number) => DataLoader<string, ListedAlert[]>;
  readonly deliveriesOfIncident: DataLoader<string, Delivery[]>;
}

/** As many as people look through. */
const MOST_DELIVERIES = 100;
/** A subscription has its loaders for as long as it lasts: what was read once is not what is. */
const FRESH = { cache: false } as const;

/** Makes the loaders of an operation. */
@Injectable()
export class AlertLoadersFactory {
  constructor(
    private readonly alerts: AlertRepository,
    private readonly incidents: IncidentRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly rules: RuleRepository,
    private readonly quiets: QuietRepository,
  ) {}

  create(): AlertLoaders {
    const { alerts, incidents, deliveries, rules, quiets } = this;
    const ofIncident = new Map<number, DataLoader<string, ListedAlert[]>>();
    return {
      alert: one((ids) => alerts.byIds(ids)),
      rule: one((ids) => rules.byIds(ids)),
      quiet: one((ids) => quiets.byIds(ids)),
      incident: one((ids) => incidents.byIds(ids)),
      factsOfIncident: one((ids) => incidents.factsOf(ids)),
      alertsOfIncident: (first) => {
        const loader = ofIncident.get(first) ?? many((ids) => alerts.ofIncidents(ids, first));
        ofIncident.set(first, loader);
        return loader;
      },
      deliveriesOfIncident: many((ids) => deliveries.ofIncidents(ids, MOST_DELIVERIES)),
    };
  }
}

function one<Row extends { readonly id: string }>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await load([...new Set(ids)])).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  }, FRESH);
}

function many<Row extends { readonly incidentId: string | null }>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader(async (ids) => {
    const rows = new Map<string | null, Row[]>(ids.map((id) => [id, []]));
    for (const row of await load([...new Set(ids)])) rows.get(row.incidentId)?.push(row);
    return ids.map((id) => rows.get(id) ?? []);
  }, FRESH);
}
