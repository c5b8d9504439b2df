import { type AgentInfo, encodeInventory, type InventoryMessage, MAX_PAYLOAD_BYTES, type OsInfo } from '@weir/model';
import type { Inventory } from '../discover/inventory.js';
import { sliceInventory } from './inventory-slices.js';
import type { Outgoing } from './record.js';

/** What an inventory says beside what the host has. */
export interface InventoryHead {
  readonly host: string;
  readonly agent: AgentInfo;
  readonly os: OsInfo;
}

const RESEND_AFTER_MS = 600_000;
/** Room for everything in a message but its entries and its head. */
const FRAME_BYTES = 4_096;

/** Turns inventories into messages: for each change, and now and then for an aggregator that missed it. */
export class InventoryMessages {
  private rev = 0;
  private lastContent = '';
  private lastAt = -Infinity;

  /** The messages to send: one, or a slice each where it is too large; none where nothing changed and the last is not old. */
  next(head: InventoryHead, inventory: Inventory, at: number): Outgoing[] {
    const content = JSON.stringify([head, inventory]);
    if (content === this.lastContent && at - this.lastAt < RESEND_AFTER_MS) return [];
    this.lastContent = content;
    this.lastAt = at;
    const room = MAX_PAYLOAD_BYTES - FRAME_BYTES - Buffer.byteLength(JSON.stringify(head));
    if (Buffer.byteLength(content) <= MAX_PAYLOAD_BYTES - FRAME_BYTES) return [this.message(head, at, inventory)];
    return sliceInventory(inventory, room).map((slice) => this.message(head, at, slice));
  }

  private message(
    head: InventoryHead,
    at: number,
    inventory: Omit<InventoryMessage, 'v' | 'at' | 'rev' | keyof InventoryHead>,
  ): Outgoing {
    this.rev += 1;
    const message: InventoryMessage = { v: 1, ...head, at, rev: this.rev, ...inventory };
    return { id: `${head.agent.run}-i${this.rev}`, payload: encodeInventory(message) };
  }
}
