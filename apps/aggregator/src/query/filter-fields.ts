/** Fields that hold one match of a text. */
export const TEXT_FIELDS = [
  'host',
  'interface',
  'network',
  'container',
  'image',
  'stack',
  'service',
  'workload',
] as const;

/** Fields that hold matches of labels. */
export const LABEL_FIELDS = ['hostLabels', 'labels'] as const;
