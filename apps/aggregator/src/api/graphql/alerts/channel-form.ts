import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import { AddressGuard } from '../../../alert/channel/address-guard.js';
import { sealSettings, senderOf } from '../../../alert/channel/stored-channel.js';
import { testMessage } from '../../../alert/message/message.js';
import { readPace } from '../../../alert/notify/read-pace.js';
import { Reader } from '../../../alert/rule/reader.js';
import { CONFIG, type Config } from '../../../config/config.js';
import type { ChannelRow } from '../../../store/alerts/channels.js';
import type { ChannelInput, ChannelTestType } from './channel.type.js';

/** A channel of a form as it is to be stored, or what is wrong with it. */
export type ReadChannel =
  { readonly ok: true; readonly row: ChannelRow } | { readonly ok: false; readonly refusals: readonly Refusal[] };

const LONGEST_NAME = 120;
/** Somebody waits for it. */
const TEST_TIMEOUT_MS = 15_000;

/** Reads channels as forms give them, and tries them. */
@Injectable()
export class ChannelForms {
  private readonly guard: AddressGuard;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.guard = new AddressGuard(config.alertAllowedAddresses);
  }

  /** Reads a channel. `before` = as it was: a secret that the form leaves out stays as it is. */
  read(
    { name, kind, settings, takesAll, isEnabled, pace: given }: ChannelInput,
    before: ChannelRow | null,
  ): ReadChannel {
    const refusals: Refusal[] = refusalsOfName(name);
    const fields = Reader.of(given ?? {}, 'pace', refusals);
    const pace = fields && readPace(fields);
    const stored = sealSettings({ name, kind }, { ...settings }, before, this.config.secretKeys);
    if (!stored.ok) refusals.push(...stored.refusals);
    if (!stored.ok || refusals.length > 0) return { ok: false, refusals };
    const { settings: open, sealed } = stored;
    const row = { name, kind, settings: open, sealed, takesAll: takesAll ?? true, isEnabled: isEnabled ?? true, pace };
    return { ok: true, row };
  }

  /** Sends a message that only shows that a channel works, and answers what came of it. */
  async test(row: ChannelRow): Promise<ChannelTestType> {
    const read = senderOf(row, this.config.secretKeys);
    if (!read.ok) return notSent(read.refusals);
    const { publicUrl: baseUrl, timeZone } = this.config;
    const message = testMessage(`test-${randomUUID()}`, Date.now(), { baseUrl, timeZone });
    const delivery = await read.sender.send(message, { guard: this.guard, timeoutMs: TEST_TIMEOUT_MS }, Date.now());
    if (!delivery.ok) return notSent([delivery]);
    return { isSent: true, answer: delivery.answer, field: null, reason: null, refusals: [] };
  }
}

/** What came of a test that was not sent. */
export function notSent(all: readonly Refusal[]): ChannelTestType {
  const refusals = all.map(({ field, reason }) => ({ field, reason }));
  const [first] = refusals;
  return { isSent: false, answer: null, field: first?.field ?? null, reason: first?.reason ?? null, refusals };
}

function refusalsOfName(name: string): Refusal[] {
  const isName = name.trim() !== '' && name.length <= LONGEST_NAME && !/[\p{Cc}\p{Surrogate}]/u.test(name);
  return isName ? [] : [{ field: 'name', reason: `must be one line of 1 to ${LONGEST_NAME} characters` }];
}
