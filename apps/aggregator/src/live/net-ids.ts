import { netIdOf } from '../identity/net-id.js';

/** More than a fleet has; reached only as containers come and go. */
const MOST_KEPT = 200_000;

/** Remembers the ids of interfaces: a hash for each of 50,000 keys each second would cost as much as decoding. */
export class NetIds {
  /** By host, then by key: a name of both together would be written, and looked up, as often. */
  private readonly ids = new Map<string, Map<string, string>>();
  private kept = 0;

  of(hostUuid: string, key: string): string {
    const known = this.ids.get(hostUuid)?.get(key);
    if (known !== undefined) return known;
    if (this.kept >= MOST_KEPT) this.forget();
    const id = netIdOf(hostUuid, key);
    const ofHost = this.ids.get(hostUuid) ?? new Map<string, string>();
    this.ids.set(hostUuid, ofHost.set(key, id));
    this.kept += 1;
    return id;
  }

  private forget(): void {
    this.ids.clear();
    this.kept = 0;
  }
}
