import { isIP, isIPv6 } from 'node:net';

/** Whether a text is an address or a subnet, as the configuration lists them. */
export function isAddressOrSubnet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (more.length > 0 || isIP(address) === 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32));
}
