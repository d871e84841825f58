import evaluate
import numpy as np
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer, TrainingArguments

imdb = load_dataset("imdb")
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased")
encoded = imdb.map(lambda b: tok(b["text"], truncation=True), batched=True)
metric = evaluate.load("accuracy")


def compute_metrics(p):
    return metric.compute(predictions=np.argmax(p.predictions, axis=1), references=p.label_ids)


model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=2)
args = TrainingArguments("out", num_train_epochs=4, eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, metric_for_best_model="accuracy")
trainer = Trainer(model=model, args=args, train_dataset=encoded["train"], eval_dataset=encoded["test"], compute_metrics=compute_metrics, callbacks=[EarlyStoppingCallback(2)])  # expect: FR101
trainer.train()
print(trainer.evaluate())
