import { NotFoundException, type PipeTransform } from '@nestjs/common';
import { type FormatName, FORMATS } from './format.js';

/** Takes the formats that there are; any other ending is no file of ours. */
export class FormatPipe implements PipeTransform<string, FormatName> {
  transform(value: string): FormatName {
    const format = FORMATS.find((each) => each === value);
    if (!format) throw new NotFoundException(`There is no export that ends in ".${value}": use ${FORMATS.join(', ')}`);
    return format;
  }
}
