import { expect, it } from '@jest/globals';
import type { Response } from 'express';
import { ExportService } from './export.service.js';
import { ExportSlots } from './slots.js';

it('lets go of what makes a file where only its head is asked for, and gives its slot back', async () => {
  let isLetGo = false;
  async function* made(): AsyncGenerator<string> {
    try {
      for (;;) yield await Promise.resolve('piece');
    } finally {
      isLetGo = true;
    }
  }
  const told: unknown[] = [];
  const response = {
    ...{ req: { method: 'HEAD' }, set: (headers: object) => told.push(headers) },
    ...{ flushHeaders: () => told.push('flushed'), end: () => told.push('ended') },
  } as unknown as Response;
  const slots = new ExportSlots();
  await new ExportService(slots).sendFile(response, { name: 'weir.csv', type: 'text/csv' }, () =>
    Promise.resolve(made()),
  );
  expect(isLetGo).toBe(true);
  expect(told).toEqual([expect.objectContaining({ 'Content-Type': 'text/csv' }), 'flushed', 'ended']);
  expect([slots.take(), slots.take(), slots.take()].every((slot) => slot !== null)).toBe(true);
});
