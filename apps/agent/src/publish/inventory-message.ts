import { type AgentInfo, encodeInventory, type InventoryMessage, MAX_PAYLOAD_BYTES, type OsInfo } from '@weir/model';
import type { Inventory } from '../discover/inventory.js';
import type { Outgoing } from './record.js';

/** What an inventory says beside what the host has. */
export interface InventoryHead {
  readonly host: string;
  readonly agent: AgentInfo;
  readonly os: OsInfo;
}

const RESEND_AFTER_MS = 600_000;

/** Turns inventories into messages: one for each change, and one now and then for an aggregator that missed it. */
export class InventoryMessages {
  private rev = 0;
  private lastContent = '';
  private lastAt = -Infinity;

  /** The message to send; null where nothing changed and the last one is not old. */
  next(head: InventoryHead, inventory: Inventory, at: number): Outgoing | null {
    const content = JSON.stringify([head, inventory]);
    if (content === this.lastContent && at - this.lastAt < RESEND_AFTER_MS) return null;
    this.lastContent = content;
    this.lastAt = at;
    this.rev += 1;
    const message: InventoryMessage = { v: 1, ...head, at, rev: this.rev, ...inventory };
    return { id: `${head.agent.run}-i${this.rev}`, payload: encodeInventory(message) };
  }
}

/** Whether a message is larger than NATS takes by default: it would be refused for ever. */
export function isOversized(message: Outgoing): boolean {
  return Buffer.byteLength(message.payload) > 2 * MAX_PAYLOAD_BYTES;
}
