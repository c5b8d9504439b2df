import { clientKey } from '../../config/addresses.js';

/** How many of something each client has, told apart by address. */
export class AddressCounts {
  private readonly counts = new Map<string, number>();

  countOf(address: string): number {
    return this.counts.get(clientKey(address)) ?? 0;
  }

  add(address: string): void {
    this.counts.set(clientKey(address), this.countOf(address) + 1);
  }

  /** Takes back what was added. */
  remove(address: string): void {
    const left = this.countOf(address) - 1;
    if (left > 0) this.counts.set(clientKey(address), left);
    else this.counts.delete(clientKey(address));
  }
}
