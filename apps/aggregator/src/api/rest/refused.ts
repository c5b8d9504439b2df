import { BadRequestException } from '@nestjs/common';
import { type Decoded, describeRefusal, type Refusal } from '@weir/model';

/** A request that cannot be answered as it is: tells the field at fault and the remedy. */
export class RefusedRequest extends BadRequestException {
  constructor(readonly refusal: Refusal) {
    super(describeRefusal(refusal));
  }
}

/** The value, or throws for a bad request. */
export function accepted<T>(decoded: Decoded<T>): T {
  if (!decoded.ok) throw new RefusedRequest(asParameter(decoded.refusal));
  return decoded.value;
}

/** What a field of a query is called among the parameters. */
const PARAMETERS: Readonly<Record<string, string>> = {
  'filter.labels': 'label',
  'filter.hostLabels': 'hostLabel',
  'top.count': 'top',
  filter: 'groupBy',
  groupByLabels: 'groupBy',
  interfaces: 'net_id',
  kinds: 'kind',
};
const NO_CURSOR = 'is no cursor of this list: take the address from the header Link of the page before';

/** A refusal in the words of parameters. */
function asParameter({ field, reason }: Refusal): Refusal {
  if (field === 'after') return { field: 'cursor', reason: NO_CURSOR };
  if (field.startsWith('filter.addresses')) return { field: 'address', reason };
  return { field: PARAMETERS[field] ?? field.replace(/^filter\./, ''), reason };
}
