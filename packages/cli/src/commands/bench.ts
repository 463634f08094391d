import type { ExitCode } from '../exit-code.js';
import { EXIT } from '../exit-code.js';
import type { Output } from '../output.js';
export const benchCommand = async (_o: Output, _w: string, _x: object): Promise<ExitCode> => EXIT.unavailable;
