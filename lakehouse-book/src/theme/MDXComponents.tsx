import MDXComponents from '@theme-original/MDXComponents';
import { LessonFacts } from '../components/LessonFacts';
import {
  CellOutput,
  ErrorOutput,
  Folded,
  HtmlOutput,
  PictureOutput,
  TextOutput,
} from '../components/outputs';
import { Badge, Badges, CheckBoard, CheckResult, Ratios, ReportFacts, Stopwatch } from '../components/proof';
import { WideTable } from '../components/Scrollable';

/** What every page of the book may use without importing it. */
export default {
  ...MDXComponents,
  Badge,
  Badges,
  CellOutput,
  CheckBoard,
  CheckResult,
  ErrorOutput,
  Folded,
  HtmlOutput,
  LessonFacts,
  PictureOutput,
  Ratios,
  ReportFacts,
  Stopwatch,
  TextOutput,
  table: WideTable,
};
