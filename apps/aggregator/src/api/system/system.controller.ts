import { applyDecorators, Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { SystemService } from '../../health/system/system.service.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, failures } from '../rest/answer.docs.js';
import { NoParameters } from '../rest/no-parameters.js';
import { ApiOfTheFleet, refuseWhoSeesSome } from '../rest/of-the-fleet.js';
import { asSystem } from './as-system.js';
import { SYSTEM_EXAMPLE } from './system.example.js';
import { SystemType } from './system.type.js';

const PATH = '/api/v1/system';

/** How weir itself does. */
@ApiTags('health')
@Controller(REST_PATH)
export class SystemController {
  constructor(private readonly service: SystemService) {}

  @Get('system')
  @ApiOperation({
    summary: 'Answers how weir itself does: agents, stream, storing, database, analysis, processes.',
    description:
      'Each part with its state, a sentence, and what to do where it is not well. Not for who sees some hosts alone.',
  })
  @ApiAnswer(SystemType, 'How each part does.', SYSTEM_EXAMPLE)
  @NoParameters(PATH)
  @ApiOfTheFleet('system', PATH)
  @applyDecorators(...failures(PATH))
  async system(@Req() request: Request): Promise<SystemType> {
    refuseWhoSeesSome('system', request);
    return asSystem(await this.service.read());
  }
}
