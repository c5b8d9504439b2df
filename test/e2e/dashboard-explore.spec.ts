import { compares } from './dashboard/compare.js';
import { showsExtremes } from './dashboard/extremes.js';
import { givesFiles } from './dashboard/files.js';
import { tellsFindings } from './dashboard/findings.js';
import { findsItsWay } from './dashboard/journeys.js';
import { canBeRead } from './dashboard/looks.js';
import { describeOnFleet } from './dashboard/on-fleet.js';
import { reports } from './dashboard/reports.js';
import { looksAtAnyTime } from './dashboard/time.js';
import { countsVolume } from './dashboard/volume.js';

describeOnFleet('exploring a fleet in a browser', (visit) => {
  findsItsWay(visit);
  looksAtAnyTime(visit);
  showsExtremes(visit);
  compares(visit);
  givesFiles(visit);
  tellsFindings(visit);
  countsVolume(visit);
  reports(visit);

  canBeRead(visit, {
    interfaces: () => '/interfaces',
    interface: () => `/interfaces/${visit.container.interfaces[0]?.id ?? ''}`,
    containers: () => '/containers',
    container: () => `/containers/${visit.container.id}`,
    protocols: () => '/protocols',
    errors: () => '/errors',
    latency: () => '/latency',
    history: () => '/history',
    capacity: () => '/capacity',
    compare: () => '/compare',
    reports: () => '/reports',
    report: () => '/reports/show?over=last_24_hours',
    'report-of-nothing': () => '/reports/show?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
    patterns: () => '/patterns',
    pattern: () => `/patterns/${visit.finding}`,
    system: () => '/system',
    settings: () => '/settings',
    general: () => '/settings/general',
    storage: () => '/settings/storage',
    collection: () => '/settings/collection',
  });
});
