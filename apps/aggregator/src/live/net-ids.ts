import { netIdOf } from '../identity/net-id.js';

/** More than a fleet has; reached only as containers come and go. */
const MOST_KEPT = 200_000;

/** Remembers the ids of interfaces: a hash for each of 50,000 keys each second would cost as much as decoding. */
export class NetIds {
  private readonly ids = new Map<string, string>();

  of(hostUuid: string, key: string): string {
    const name = `${hostUuid}/${key}`;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    if (this.ids.size >= MOST_KEPT) this.ids.clear();
    const id = netIdOf(hostUuid, key);
    this.ids.set(name, id);
    return id;
  }
}
