import { pageTests } from "../../docs/page_tests.ts";

pageTests("system");
