# demo   sets everything up, does the main job on real input, serves the site   (SERVE=0: all but serve; PORT=…)
# test   sets everything up and runs every check                                (FULL=1: the long ones too)
# bench  the benchmark of tests/bench, quick size                               (SIZE=full)
# vendor refreshes static/vendor and the fonts of certificates/assets from the front-end registry
# lock   writes the lock files anew after a change of pyproject.toml

PORT ?= 8000
SERVE ?= 1
SIZE ?= quick
RUN = .venv/bin

.PHONY: demo test bench vendor lock clean

demo: .venv/run
	@$(RUN)/cursus demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: .venv/dev
	@tools/eyes.sh
	@$(RUN)/python tools/check.py

bench: .venv/dev
	@$(RUN)/python -m tests.bench --size $(SIZE) --json build/bench.json

vendor: .venv/run
	@$(RUN)/python tools/vendor.py

lock:
	@tools/lock.sh

.venv/run: requirements.txt pyproject.toml tools/venv.sh $(wildcard curriculum/translations/*/LC_MESSAGES/*.po)
	@tools/venv.sh run

.venv/dev: .venv/run requirements-dev.txt tools/packages.sh
	@tools/venv.sh dev

clean:
	rm -rf .venv build instance
