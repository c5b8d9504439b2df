import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { type AuditRow, insertAudit } from '../store/access/audit.js';
import type { Caller } from './caller.js';
import { FewAMinute } from './few-a-minute.js';
import { kept } from './kept-text.js';

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

/** Of whom nobody knows: else anybody could fill the disk. */
const MOST_A_MINUTE = 20;

/** Keeps who did what. */
export class AuditLog {
  private readonly logger = new Logger('audit');
  private readonly unknown = new FewAMinute(MOST_A_MINUTE);

  constructor(private readonly pool: Pool) {}

  /** Writes entries. What cannot be written, since the database is away, is logged instead. */
  async write(...entries: readonly AuditEntry[]): Promise<void> {
    const rows = entries.filter((entry) => this.isNews(entry)).map(asRow);
    if (rows.length === 0) return;
    try {
      await insertAudit(this.pool, rows);
    } catch (error) {
      this.logger.error(`could not keep: ${JSON.stringify(rows)}`, error instanceof Error ? error.stack : undefined);
    }
  }

  /** Whoever is known by name is kept with all they do; so is who claimed one and was believed, as by a password. */
  private isNews({ caller, address, outcome }: AuditEntry): boolean {
    const isKnown = caller !== null && ('kind' in caller ? caller.kind !== 'anonymous' : outcome === 'ok');
    return isKnown || this.unknown.take(address);
  }
}

function asRow({ caller, address, action, subject, outcome, detail }: AuditEntry): AuditRow {
  const [actor, actorKind] =
    caller === null ? ['', 'nobody'] : 'claimed' in caller ? [caller.claimed, 'nobody'] : [caller.name, caller.kind];
  // Names, and what else is given, may be anything that somebody types.
  return kept({ actor, actorKind, address, action, subject: subject ?? null, outcome, detail: detail ?? null });
}
