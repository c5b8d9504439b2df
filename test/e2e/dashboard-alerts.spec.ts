import { tellsAlerts } from './dashboard/alerts.js';
import { setsChannels } from './dashboard/channels.js';
import { canBeRead } from './dashboard/looks.js';
import { holdsStill } from './dashboard/motion.js';
import { describeOnFleet } from './dashboard/on-fleet.js';
import { tellsHowFastItIs } from './dashboard/speed.js';
import { tellsWhatHappened } from './dashboard/timeline.js';

// Apart from what is explored, so that each core has its share: pages that tell of alerts are looked at here, and as many others.
describeOnFleet('alerts of a fleet in a browser', (visit) => {
  tellsAlerts(visit);
  tellsWhatHappened(visit);
  setsChannels(visit);

  canBeRead(visit, {
    overview: () => '/',
    hosts: () => '/hosts',
    host: () => `/hosts/${visit.host.id}`,
    networks: () => '/networks',
    network: () => '/networks/shop_default',
    workloads: () => '/workloads',
    workload: () => '/workloads/stack/shop',
    alerts: () => '/alerts',
    incidents: () => '/alerts?view=incidents',
    rules: () => '/alerts/rules',
    rule: () => '/alerts/rules/interface-errors',
    silences: () => '/alerts/silences',
    timeline: () => '/timeline',
    channels: () => '/alerts/channels?add=1',
    gallery: () => '/gallery',
  });

  holdsStill(visit);
  tellsHowFastItIs(visit);
});
