from transformers import TrainingArguments, Trainer

args = TrainingArguments("o", evaluation_strategy="epoch", load_best_model_at_end=True)
trainer = Trainer(model, args, train_dataset=train_dataset, eval_dataset=test_dataset)  # expect: FR101
trainer.train()
