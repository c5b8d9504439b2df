import type { WritableComputedRef } from 'vue';
import { AUDIT, type AuditEntry } from '../../api/operations/access.js';
import { type List, useList } from '../../composables/use-list.js';
import { textCodec, useQueryState, wordCodec } from '../../composables/use-query-state.js';

const PACE_MS = 15_000;

/** What of the audit log is looked at, as it stands in the address. */
export interface AuditChoices {
  readonly actor: WritableComputedRef<string>;
  readonly action: WritableComputedRef<string>;
  readonly outcome: WritableComputedRef<'' | 'ok' | 'denied' | 'failed'>;
}

/** What is chosen, and can be changed. */
export function useAuditChoices(): AuditChoices {
  return {
    actor: useQueryState('actor', textCodec),
    action: useQueryState('action', textCodec),
    outcome: useQueryState('outcome', wordCodec(['', 'ok', 'denied', 'failed'])),
  };
}

/** The entries that are asked for, newest first, read as far as they are looked at. */
export function useAudit({ actor, action, outcome }: AuditChoices): List<AuditEntry> {
  return useList(
    () => ({
      document: AUDIT,
      variables: {
        actor: actor.value.trim() || null,
        action: action.value.trim() || null,
        outcome: outcome.value.toUpperCase() || null,
      },
      pageOf: ({ audit }) => audit,
    }),
    () => PACE_MS,
  );
}
