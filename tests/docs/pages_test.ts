import { pageTests } from "./page_tests.ts";

pageTests("bare");
