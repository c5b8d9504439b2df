import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import { keyIdOf, type SealKey } from '../config/seal-keys.js';

/** A channel, and what of it is sealed, by field. */
export interface SealedChannel {
  readonly name: string;
  readonly sealed: Readonly<Record<string, string>>;
}

/** Whether the keys open what channels have sealed: each sealed text names its key. */
export function examineKeys(keys: readonly SealKey[], channels: readonly SealedChannel[]): readonly Finding[] {
  const ids = keys.map(({ id }) => id);
  const locked = channels.filter(({ sealed }) => Object.values(sealed).some((text) => !ids.includes(keyIdOf(text))));
  const names = locked.map(({ name }) => name).join(', ');
  if (locked.length > 0) {
    return [
      foundBroken(
        'secrets',
        `channels whose key WEIR_SECRET_KEYS lacks: ${names}; add the key, or enter their secrets again`,
      ),
    ];
  }
  if (keys.length === 0)
    return [
      foundUnknown('secrets', 'channels with secrets cannot be saved: set WEIR_SECRET_KEYS where there are to be any'),
    ];
  return [foundWell('secrets', `${keys.length} ${keys.length === 1 ? 'key opens' : 'keys open'} what is sealed`)];
}
