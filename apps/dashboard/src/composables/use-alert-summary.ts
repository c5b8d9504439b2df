import { inject, type InjectionKey, onScopeDispose, provide, type Ref, shallowRef } from 'vue';
import { ask } from '../api/index.js';
import { ALERT_SUMMARY, ALERTS_CHANGED, type AlertSummary } from '../api/operations/alerts.js';
import { useAnswer } from './use-answer.js';
import { useLive } from './use-live.js';

const PACE_MS = 15_000;
/** What is told within so long is asked for together. */
const GATHER_MS = 300;
const SUMMARY: InjectionKey<Readonly<Ref<AlertSummary | null>>> = Symbol('alert summary');

/** Asks how alerts stand, for the frame of all pages and what is in it. */
export function provideAlertSummary(): Readonly<Ref<AlertSummary | null>> {
  const asked = useAnswer<AlertSummary>(
    async (signal) => {
      const answer = await ask(ALERT_SUMMARY, {}, signal);
      return answer.ok ? { ok: true, data: answer.data.alertSummary } : answer;
    },
    () => PACE_MS,
  );
  useAlertNews(() => void asked.refresh());
  provide(SUMMARY, asked.data);
  return asked.data;
}

/** How alerts stand; null until that is answered. */
export function useAlertSummary(): Readonly<Ref<AlertSummary | null>> {
  return inject(SUMMARY, () => shallowRef(null), true);
}

/** Calls back soon after an alert began, changed or ended. */
export function useAlertNews(act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  useLive().listenTo(ALERTS_CHANGED, {}, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, GATHER_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
}

/** How many alerts fire that nobody takes care of and nothing keeps quiet. */
export function firingCount({ critical, warning, info }: AlertSummary): number {
  return critical + warning + info;
}
