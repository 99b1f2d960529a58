import path from 'node:path';

/** The bundle of an engine process. Writers that are killed are programs of their own in a temporary folder: so it is found from the clone's root, where all tests run. */
export const ENGINE_ENTRY = path.resolve('src/dist/engine.js');
/** The bundle of a planner's thread. */
export const PLANNER_ENTRY = path.resolve('src/dist/planner.js');
