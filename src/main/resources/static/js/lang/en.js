import counter from './en/counter.js';
import offline from './en/offline.js';

/** What people read; each file of en/ has its twin in es/, with the same keys. */
export default { ...counter, ...offline };
