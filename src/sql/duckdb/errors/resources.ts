import { fixed, type Rule } from './rule';

/** Limits of the machine. Source: Amazon Athena user guide, "Athena error catalog" and troubleshooting. */
export const RESOURCES: Rule[] = [
  fixed(
    /^Out of Memory Error|could not allocate|bad_alloc|cannot allocate|Cannot create a string|maximum supported string|Lists larger than|exceeds the maximum|string too (?:large|big|long)|vector::_M/i,
    'EXCEEDED_LOCAL_MEMORY_LIMIT',
    'Query exhausted resources at this scale factor',
  ),
  fixed(
    /No space left on device|max_temp_directory_size|failed to offload/i,
    'EXCEEDED_SPILL_LIMIT',
    'Query exhausted the disk space of the local account',
  ),
  fixed(
    /Max(?:imum)? expression depth|max_expression_depth|recursion limit|stack overflow|nested too deep|too deep/i,
    'STACK_OVERFLOW',
    'statement is too large (stack overflow during analysis)',
  ),
];
