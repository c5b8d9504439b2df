import { clientKey } from '../../config/addresses.js';
import { Allowance } from '../timings/allowance.js';

const PER_SECOND = 2;
/** Hosts behind one address join together. */
const BURST = 60;
/** A signature costs some ms to look at: whoever asks from many addresses takes a part of a core at most. */
const ALL_PER_SECOND = 20;
const ALL_BURST = 200;
/** What is remembered of more addresses than ever join at once is forgotten: each may begin anew. */
const MOST_ADDRESSES = 10_000;

/** How much may be asked from each address, and from all of them. */
export class Allowances {
  private readonly byAddress = new Map<string, Allowance>();
  private readonly ofAll: Allowance;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.ofAll = new Allowance(ALL_PER_SECOND, ALL_BURST, now);
  }

  /** Whether one more may be asked from there now; if so, it counts. */
  take(address: string): boolean {
    const client = clientKey(address);
    if (this.byAddress.size >= MOST_ADDRESSES && !this.byAddress.has(client)) this.byAddress.clear();
    const allowance = this.byAddress.get(client) ?? new Allowance(PER_SECOND, BURST, this.now);
    this.byAddress.set(client, allowance);
    return allowance.take() && this.ofAll.take();
  }
}
