import { computed, type ComputedRef, watch } from 'vue';
import { ask } from '../../api/index.js';
import { ALERT_WORST, type AlertSummary } from '../../api/operations/alerts.js';
import { firingCount, useAlertNews, useAlertSummary } from '../../composables/use-alert-summary.js';
import { useAnswer } from '../../composables/use-answer.js';

const PACE_MS = 30_000;

/** What fires, and what the newest of the worst of it says; null where that is not known yet. */
export interface Firing {
  readonly summary: AlertSummary;
  readonly worst: string | null;
}

/** What fires in the whole fleet; null until it is their turn and answered. */
export function useFiring(isTurn: () => boolean): ComputedRef<Firing | null> {
  const summary = useAlertSummary();
  const severity = computed(() => {
    const { critical = 0, warning = 0 } = summary.value ?? {};
    return critical > 0 ? ('CRITICAL' as const) : warning > 0 ? ('WARNING' as const) : ('INFO' as const);
  });
  const isAsked = computed(() => isTurn() && summary.value !== null && firingCount(summary.value) > 0);
  const asked = useAnswer<string | null>(
    async (signal) => {
      if (!isAsked.value) return { ok: true, data: null };
      const answer = await ask(ALERT_WORST, { severities: [severity.value] }, signal);
      if (!answer.ok) return answer;
      return { ok: true, data: answer.data.alerts.nodes.find(({ whyQuiet }) => whyQuiet === null)?.sentence ?? null };
    },
    () => (isAsked.value ? PACE_MS : Infinity),
  );
  watch([isAsked, severity], () => void asked.refresh());
  useAlertNews(() => isAsked.value && void asked.refresh());
  return computed(() => (isTurn() && summary.value ? { summary: summary.value, worst: asked.data.value } : null));
}
