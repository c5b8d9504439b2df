import { effectScope, type Ref, watchEffect } from 'vue';
import type { TrafficUnit } from '../format/rate.js';
import { DEVICE_ZONE, isZone, setZone } from '../format/zone.js';
import { useStored } from './stored.js';

/** How a reader wants things shown, remembered on this device. */
export interface Preferences {
  /** Of traffic, where the address says nothing else. */
  readonly unit: Ref<TrafficUnit>;
  /** By whose clocks times are told: `device`, or a zone by its name. */
  readonly zone: Ref<string>;
}

let made: Preferences | undefined;

/** The preferences, the same for the whole page; times are told by them from then on. */
export function usePreferences(): Preferences {
  return (made ??= effectScope(true).run(make) as Preferences);
}

function make(): Preferences {
  const unit = useStored<TrafficUnit>('weir.unit', 'bits', (value) =>
    value === 'bits' || value === 'bytes' ? value : null,
  );
  const zone = useStored<string>('weir.zone', DEVICE_ZONE, (value) =>
    typeof value === 'string' && (value === DEVICE_ZONE || isZone(value)) ? value : null,
  );
  watchEffect(() => setZone(zone.value), { flush: 'sync' });
  return { unit, zone };
}
