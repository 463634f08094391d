import { ok, refused, type Result } from '@ncp/domain';

/**
 * Reads a body now and tells what was wrong with it later: who asks is judged before what is asked (UC-A2 steps 3, 4),
 * but which permissions are needed depends on what is asked.
 */
export function attempt<T>(read: () => T): Result<T, unknown> {
  try {
    return ok(read());
  } catch (error) {
    return refused(error);
  }
}
