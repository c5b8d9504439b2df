import { readFileSync } from 'node:fs';
import type { ModuleRef } from '@nestjs/core';
import { expect, it } from '@jest/globals';
// Each export is noted where its route is declared.
import '../controllers.js';
import { ExportRoutes } from './export-routes.js';

it('knows each export that is described, whoever adds one', () => {
  const document = JSON.parse(readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<string, unknown>;
  };
  const described = Object.keys(document.paths).filter((path) => path.startsWith('/api/v1/export/'));
  expect(described.length).toBeGreaterThan(15);
  const routes = new ExportRoutes({} as ModuleRef);
  const unknown = described.filter((path) => {
    const found = routes.find(path.replace('{format}', 'csv'));
    return !found.ok && found.refusal.field === 'path';
  });
  expect(unknown).toEqual([]);
});

it('reads all that is given behind the path', () => {
  const found = new ExportRoutes({} as ModuleRef).find('/api/v1/export/hosts.csv?host=web-?&nonsense=1');
  expect(found).toMatchObject({ ok: false, refusal: { field: 'nonsense' } });
});
