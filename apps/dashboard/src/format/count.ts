export { formatCount } from '@weir/model';
