import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { READERS } from '../store/database.js';
import { refusalOfNul } from './nul.js';
import { type Filtered, type Listed, listed, type Listing, type PageRequest } from './page/listing.js';
import { byTime, byWhole } from './page/sort-key.js';

/** An entry of the audit log. */
export interface ListedAudit {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly actorKind: string;
  readonly address: string;
  readonly action: string;
  readonly subject: string | null;
  readonly outcome: string;
  readonly detail: unknown;
}

/** Which entries are asked for; null = all. */
export interface AuditAsked extends Filtered {
  readonly actor: string | null;
  readonly action: string | null;
  readonly outcome: string | null;
}

const LISTING: Listing<ListedAudit, 'at', AuditAsked> = {
  name: 'audit',
  columns: {
    ...{ id: 'audit.id::text', at: 'audit.at', actor: 'audit.actor', actorKind: 'audit.actor_kind' },
    ...{ address: 'audit.address', action: 'audit.action', subject: 'audit.subject' },
    ...{ outcome: 'audit.outcome', detail: 'audit.detail' },
  },
  source: (statement, { actor, action, outcome }) => ({
    from: 'audit',
    conditions: Object.entries({ actor, action, outcome }).flatMap(([column, value]) =>
      value === null ? [] : [`audit.${column} = ${statement.place(value, 'text')}`],
    ),
  }),
  orders: { at: [byTime('audit.at')] },
  ties: [byWhole('audit.id')],
};

/** Reads the audit log. */
@Injectable()
export class AuditRepository {
  constructor(@Inject(READERS) private readonly readers: Pool) {}

  /** Those asked for, page by page. */
  list(asked: AuditAsked, page: PageRequest<'at'>): Decoded<Listed<ListedAudit>> {
    const refusal = refusalOfNul('actor', [asked.actor]) ?? refusalOfNul('action', [asked.action]);
    return refusal ? { ok: false, refusal } : listed(this.readers, LISTING, asked, page);
  }
}
