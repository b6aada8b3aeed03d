/* Any bytes: they are read, and come back when nothing was translated. */
#include "fuzz/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_reader(data, n, "txt");
}
