import { describe, expect, it } from '@jest/globals';
import { CHANNEL_KINDS } from './channel.js';
import { readSender } from './channels.js';
import { CHANNEL_FORMS } from './kinds.js';

describe('the form of a channel', () => {
  it('is there for each kind', () => {
    expect(CHANNEL_FORMS.map(({ kind }) => kind)).toEqual(CHANNEL_KINDS);
  });

  it.each(CHANNEL_FORMS.map((form) => [form.kind, form] as const))(
    'of %s has the settings that are read',
    (kind, form) => {
      const read = readSender(kind, { nothing: 'known' });
      const refusals = read.ok ? [] : read.refusals;
      const unknown = refusals.find(({ field }) => field === 'nothing')?.reason ?? '';
      const [, names = ''] = /one of ([^;]*)/.exec(unknown) ?? [];
      expect(form.settings.map(({ name }) => name).sort()).toEqual(names.split(', ').sort());
      const missing = new Set(refusals.map(({ field }) => field).filter((field) => field !== 'nothing'));
      expect(new Set(form.settings.filter(({ isNeeded }) => isNeeded).map(({ name }) => name))).toEqual(missing);
    },
  );
});
