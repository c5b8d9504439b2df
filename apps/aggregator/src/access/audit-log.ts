import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { type AuditRow, insertAudit } from '../store/access/audit.js';
import type { Caller } from './caller.js';

/** Something that was done, or that somebody was not let do. */
export interface AuditEntry {
  /** Who did; null where nobody is known, or a name that was claimed. */
  readonly caller: Caller | { readonly claimed: string } | null;
  /** Where from; '' where it is not known. */
  readonly address: string;
  /** As `sign-in`, or the name of a mutation. */
  readonly action: string;
  readonly subject?: string | null;
  readonly outcome: AuditRow['outcome'];
  /** Whoever writes it leaves out secrets. */
  readonly detail?: object | null;
}

const LONGEST_TEXT = 500;
const MINUTE_MS = 60_000;
/** Of whom nobody knows: else anybody could fill the disk. */
const MOST_DENIALS_A_MINUTE = 20;

/** Keeps who did what. */
export class AuditLog {
  private readonly logger = new Logger('audit');
  private readonly denials = new Map<string, number>();
  private minute = 0;

  constructor(private readonly pool: Pool) {}

  /** Writes entries. What cannot be written, since the database is away, is logged instead. */
  async write(...entries: readonly AuditEntry[]): Promise<void> {
    const rows = entries.filter((entry) => entry.outcome !== 'denied' || this.isNews(entry)).map(asRow);
    if (rows.length === 0) return;
    try {
      await insertAudit(this.pool, rows);
    } catch (error) {
      this.logger.error(`could not keep: ${JSON.stringify(rows)}`, error instanceof Error ? error.stack : undefined);
    }
  }

  /** Whoever is known by name is kept with each denial. */
  private isNews({ caller, address }: AuditEntry): boolean {
    if (caller !== null && 'kind' in caller && caller.kind !== 'anonymous') return true;
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (minute !== this.minute) this.denials.clear();
    this.minute = minute;
    const before = this.denials.get(address) ?? 0;
    this.denials.set(address, before + 1);
    return before < MOST_DENIALS_A_MINUTE;
  }
}

function asRow({ caller, address, action, subject, outcome, detail }: AuditEntry): AuditRow {
  const [actor, actorKind] =
    caller === null ? ['', 'nobody'] : 'claimed' in caller ? [caller.claimed, 'nobody'] : [caller.name, caller.kind];
  return {
    ...{ actor: short(actor), actorKind, address, action, outcome, detail: detail ?? null },
    subject: subject == null ? null : short(subject),
  };
}

/** What PostgreSQL cannot keep is left out: names may be anything that somebody types. */
function short(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '�').slice(0, LONGEST_TEXT);
}
