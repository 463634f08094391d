import { EVENTS } from '../api/operations.js';
import { answered, type Handlers } from '../call.js';

/** Long work that goes on behind a 202. */
export const operationRoutes: Handlers<'readOperation' | 'operationEvents'> = {
  async readOperation({ work }, { caller: { professional }, params: { operation: id = '' }, media }) {
    const { data } = await work.find(professional, id);
    return media === EVENTS ? { kind: 'events', look: () => work.find(professional, id) } : answered(data);
  },
  async operationEvents({ work }, { caller: { professional }, params: { operation: id = '' } }) {
    await work.find(professional, id);
    return { kind: 'events', look: () => work.find(professional, id) };
  },
};
